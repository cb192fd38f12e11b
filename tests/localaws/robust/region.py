"""Where these tests are: alone, because moto keeps one memory per process."""

ACCOUNT = "123456789012"
REGION = "eu-west-3"
