"""Availability zones: three in each region."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2.records import listed
from mlops_templates.localaws.ec2.service import SERVICE

LETTERS = "abc"


def zones_of(region: str) -> list[str]:
    return [f"{region}{letter}" for letter in LETTERS]


def zone_id(zone: str) -> str:
    """`use1-az1` for `us-east-1a`."""
    place, direction, number = zone[:-1].split("-")[-3:]
    return f"{place}{direction[0]}{number}-az{LETTERS.index(zone[-1]) + 1}"


@SERVICE.action
def describe_availability_zones(call: Call, request: Document) -> Document:
    wanted = request.get("ZoneNames") or zones_of(call.region)
    zones = [zone for zone in zones_of(call.region) if zone in wanted]
    left, _ = listed(zones, request, lambda zone: {"zone-name": zone, "region-name": call.region, "state": "available"})
    return {
        "AvailabilityZones": [
            {"ZoneName": zone, "ZoneId": zone_id(zone), "RegionName": call.region, "State": "available",
             "OptInStatus": "opt-in-not-required", "ZoneType": "availability-zone", "GroupName": call.region}
            for zone in left
        ]
    }  # fmt: skip
