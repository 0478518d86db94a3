#!/bin/sh
# Builds the site and makes its equations fit. Use it where `hugo` stood: ./build.sh --minify
set -eu
hugo --cleanDestinationDir "$@"
mathfit apply public
