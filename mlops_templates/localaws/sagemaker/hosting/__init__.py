"""Models, endpoint configurations and endpoints: one server process per variant, on a free loopback port.

    CreateEndpoint --deployment--> a VariantServer per variant (unpack, start, ping) --> InService
    UpdateEndpoint starts the new servers first, switches, then stops the old ones

Data capture settings are kept and shown; captures are not written.
"""
