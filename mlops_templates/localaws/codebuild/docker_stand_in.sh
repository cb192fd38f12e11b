#!/bin/sh
# Stands in for docker in a build: there are no containers here.
echo "not emulated: docker in a build (docker $*); containers are built on AWS only" >&2
exit 1
