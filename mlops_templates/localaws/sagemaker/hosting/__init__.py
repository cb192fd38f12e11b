"""Models, endpoint configurations and endpoints: one server process per variant, on a free loopback port.

    CreateEndpoint --deployment--> a Fleet of VariantServers (unpack, start, ping) --> InService
    UpdateEndpoint starts the new fleet first, moves the traffic by the stages of its guardrails, watches alarms while
    it bakes, then stops the old fleet; or, when an alarm goes off, gives the traffic back to it

A fleet has one server per variant, however many instances it is said to have. How long it bakes is cut short (see
`baking.py`).
"""
