"""The wiring: `etl` as Dagster assets, and the command line over the same assets. Adds no data logic.

This file imports nothing, so that `cablehouse --help` and `cablehouse sql` never load Dagster.
"""
