"""Why something ended that was under way when the server did."""

INTERRUPTED = "the embedded AWS was stopped while this was in progress"
