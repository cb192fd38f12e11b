"""What the embedded AWS knows, kept on disk so that it survives `stop`, `start` and a kill.

    <state>/kept/manifest.json          versions, port, and which snapshot of which part counts
    <state>/kept/parts/<part>-<digest>  pickled snapshots, one part per service
    <state>/kept/objects/<sha256>       the contents of S3 objects, each written once
    <state>/repositories/               git keeps these by itself

A round takes what changed at one moment (`undisturbed`), writes it beside what counts so far, and then replaces the
manifest: a kill leaves the round before or the round after, never a mixture. A request that changes something is
answered after the round that has its change; requests that arrive meanwhile share the next one.
"""
