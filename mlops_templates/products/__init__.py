"""The catalogue, in order of maturity. Add a product: add its file, then its line here."""

from mlops_templates.model import Product
from mlops_templates.products import repeatable_real_time

PRODUCTS: tuple[Product, ...] = (repeatable_real_time.PRODUCT,)
