"""S3: objects and buckets live in moto, bucket policies live here."""
