"""What is held: policies of identities and resources, read where they are kept, which is in moto's backends."""
