"""Calls of deployed APIs: found, judged, validated, passed on to the service behind, logged."""
