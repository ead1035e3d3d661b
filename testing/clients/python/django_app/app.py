"""A small application on Django with psycopg2. The server is the one that the PG* variables name."""

import datetime
import decimal
import io
import os
import sys

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"], "USER": os.environ["PGUSER"],
        "HOST": os.environ["PGHOST"], "PORT": os.environ["PGPORT"]}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "shop"],
    MIGRATION_MODULES={"shop": "shop_migrations"},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True, SECRET_KEY="test")
migrations = sys.argv[1]
os.makedirs(os.path.join(migrations, "shop_migrations"))
open(os.path.join(migrations, "shop_migrations", "__init__.py"), "w").close()
sys.path.insert(0, migrations)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, IntegrityError, connection, models, transaction  # noqa: E402
from shop.models import Author, Book, Tag  # noqa: E402

PUBLISHED = datetime.datetime(2024, 3, 1, 12, 30, 15, 250000, tzinfo=datetime.timezone.utc)


def migrate():
    call_command("makemigrations", "shop", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)  # finds nothing to do
    out = io.StringIO()
    call_command("showmigrations", stdout=out)
    assert "[X] 0001_initial" in out.getvalue() and "[ ]" not in out.getvalue(), out.getvalue()


def create():
    for i in range(4):
        author = Author.objects.create(name=f"Autorin {i} ü", born=datetime.date(1960, 2, 1 + i))
        Book.objects.bulk_create([Book(
            author=author, title=f"Band {j}", price=decimal.Decimal(f"{i}{j}.90"), pages=100 * j, rating=j / 2,
            published=PUBLISHED, opens=datetime.time(9, j), cover=bytes([i, j, 0, 255]), extra={"j": [j, None]})
            for j in range(5)])
    tag = Tag.objects.create(word="neu")
    tag.books.set(Book.objects.filter(title="Band 1"))
    User.objects.create_user("jane", "jane@example.org", "secret")


def read():
    book = Book.objects.select_related("author").get(author__name="Autorin 2 ü", title="Band 3")
    assert book.price == decimal.Decimal("23.90") and book.pages == 300 and book.rating == 1.5
    assert book.in_print is True and book.published == PUBLISHED and book.opens == datetime.time(9, 3)
    assert bytes(book.cover) == bytes([2, 3, 0, 255]) and book.extra == {"j": [3, None]}
    assert book.author.born == datetime.date(1960, 2, 3)
    assert Book.objects.get(isbn=book.isbn).pk == book.pk
    assert Book.objects.filter(title__startswith="Band", pages__gt=100, in_print=True).count() == 12
    assert Book.objects.filter(author__name__icontains="AUTORIN 1").count() == 5
    assert Book.objects.filter(published__year=2024, title__in=["Band 1", "Band 2"]).count() == 8
    totals = Author.objects.annotate(n=models.Count("books"), pages=models.Sum("books__pages")).order_by("id")
    assert [(author.n, author.pages) for author in totals] == [(5, 1000)] * 4
    assert Book.objects.aggregate(models.Max("price"))["price__max"] == decimal.Decimal("34.90")
    assert sorted(Tag.objects.get().books.values_list("title", flat=True).distinct()) == ["Band 1"]
    assert [book.title for book in Book.objects.order_by("-pages", "id")[1:3]] == ["Band 4", "Band 4"]
    assert len(list(Book.objects.order_by("id").iterator(chunk_size=7))) == 20  # by a cursor of the server
    assert User.objects.get(username="jane").check_password("secret")


def change():
    assert Book.objects.filter(title="Band 0").update(sold=models.F("sold") + 7) == 4
    assert Book.objects.filter(sold=7).count() == 4
    author, created = Author.objects.update_or_create(name="Autorin 0 ü", defaults={"born": None})
    assert not created and Author.objects.filter(born__isnull=True).get() == author
    assert author.delete()[1]["shop.Book"] == 5
    assert Book.objects.count() == 15


def failures():
    for act in (lambda: Author.objects.create(name="Autorin 1 ü"),
                lambda: Book.objects.update(price=-1)):
        try:
            with transaction.atomic():
                act()
        except IntegrityError:
            continue
        raise AssertionError("no IntegrityError")
    with transaction.atomic():
        Author.objects.create(name="stays")
        try:
            with transaction.atomic():
                Author.objects.create(name="goes")
                raise KeyError
        except KeyError:
            pass
        try:
            with transaction.atomic():
                Author.objects.raw("SELECT * FROM shop_missing")[0]
        except DatabaseError:
            pass
    assert set(Author.objects.filter(name__in=["stays", "goes"]).values_list("name", flat=True)) == {"stays"}


def inspect():
    out = io.StringIO()
    call_command("inspectdb", stdout=out)
    models_found = out.getvalue()
    for expected in ("class ShopBook(", "class ShopAuthor(", "author = models.ForeignKey(", "class AuthUser(",
                     "isbn = models.UUIDField()", "in_print = models.BooleanField()",
                     "published = models.DateTimeField(blank=True, null=True)",
                     "name = models.CharField(unique=True, max_length=80)"):
        assert expected in models_found, f"{expected} is not in\n{models_found}"
    with connection.cursor() as cursor:
        assert "shop_book" in connection.introspection.table_names(cursor)
        constraints = connection.introspection.get_constraints(cursor, "shop_book")
    assert any(constraint["primary_key"] for constraint in constraints.values())


for step in (migrate, create, read, change, failures, inspect):
    step()
connection.close()
print("fine")
