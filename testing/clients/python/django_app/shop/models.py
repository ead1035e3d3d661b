import uuid

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80, unique=True)
    born = models.DateField(null=True)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    title = models.CharField(max_length=200, db_index=True)
    blurb = models.TextField(blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=2)
    pages = models.PositiveIntegerField()
    sold = models.BigIntegerField(default=0)
    rating = models.FloatField(null=True)
    in_print = models.BooleanField(default=True)
    published = models.DateTimeField(null=True)
    opens = models.TimeField(null=True)
    isbn = models.UUIDField(default=uuid.uuid4)
    cover = models.BinaryField(null=True)
    extra = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(check=models.Q(price__gte=0), name="shop_book_price")]


class Tag(models.Model):
    word = models.SlugField()
    books = models.ManyToManyField(Book, related_name="tags")
