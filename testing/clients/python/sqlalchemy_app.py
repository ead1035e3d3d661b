"""A small application on SQLAlchemy with psycopg2. The server is the one that the PG* variables name."""

import datetime
import decimal
import enum
import uuid
import warnings

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import declarative_base, relationship, selectinload, sessionmaker

warnings.simplefilter("ignore", sa.exc.SAWarning)
Base = declarative_base()


class State(enum.Enum):
    OPEN = "open"
    PAID = "paid"


class Customer(Base):
    __tablename__ = "alchemy_customer"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(80), nullable=False, unique=True)
    since = sa.Column(sa.Date)
    orders = relationship("Order", back_populates="customer", cascade="all, delete-orphan")


class Order(Base):
    __tablename__ = "alchemy_order"
    __table_args__ = (sa.CheckConstraint("total >= 0", name="alchemy_order_total"),)
    id = sa.Column(sa.BigInteger, primary_key=True)
    customer_id = sa.Column(sa.ForeignKey("alchemy_customer.id", ondelete="CASCADE"), nullable=False, index=True)
    total = sa.Column(sa.Numeric(12, 2), nullable=False)
    placed = sa.Column(sa.DateTime(timezone=True))
    reference = sa.Column(postgresql.UUID(as_uuid=True), default=uuid.uuid4)
    state = sa.Column(sa.Enum(State, native_enum=False), default=State.OPEN)
    express = sa.Column(sa.Boolean, default=False)
    weight = sa.Column(sa.Float)
    label = sa.Column(sa.LargeBinary)
    extra = sa.Column(sa.JSON)
    at = sa.Column(sa.Time)
    note = sa.Column(sa.Text, server_default="none")
    customer = relationship("Customer", back_populates="orders")


engine = sa.create_engine("postgresql+psycopg2://", future=True, pool_size=3)
Base.metadata.drop_all(engine)
Base.metadata.create_all(engine)
Base.metadata.create_all(engine)  # finds the tables
Session = sessionmaker(engine, future=True)
PLACED = datetime.datetime(2024, 3, 1, 12, 30, 15, 250000, tzinfo=datetime.timezone.utc)


def create():
    with Session.begin() as session:
        for i in range(5):
            session.add(Customer(name=f"Kundin {i} ü", since=datetime.date(2020, 1, 1 + i), orders=[
                Order(total=decimal.Decimal(f"{i}{j}.50"), placed=PLACED, weight=j / 4, express=j % 2 == 0,
                      label=bytes([i, j, 0, 255]), extra={"i": i, "list": [j, None]}, at=datetime.time(8, j))
                for j in range(4)]))


def read():
    with Session() as session:
        found = session.execute(sa.select(Customer).options(selectinload(Customer.orders))
                                .order_by(Customer.id)).scalars().all()
        assert [customer.name for customer in found] == [f"Kundin {i} ü" for i in range(5)]
        order = sorted(found[3].orders, key=lambda order: order.total)[2]
        assert order.total == decimal.Decimal("32.50"), order.total
        assert order.placed == PLACED, order.placed
        assert isinstance(order.reference, uuid.UUID)
        assert order.state is State.OPEN and order.express is True and order.weight == 0.5
        assert bytes(order.label) == bytes([3, 2, 0, 255])
        assert order.extra == {"i": 3, "list": [2, None]}
        assert order.at == datetime.time(8, 2) and order.note == "none"
        sums = session.execute(sa.select(Customer.name, sa.func.count(Order.id), sa.func.sum(Order.total))
                               .join(Order).group_by(Customer.name).order_by(Customer.name)).all()
        assert len(sums) == 5 and sums[1][1] == 4 and decimal.Decimal(str(sums[1][2])) == 48, sums
        page = session.execute(sa.select(Order.id).order_by(Order.total.desc()).limit(3).offset(2)).scalars().all()
        assert len(page) == 3
        like = session.execute(sa.select(Customer).where(Customer.name.like("Kundin 4%"))).scalar_one()
        assert like.since == datetime.date(2020, 1, 5)
        among = session.execute(sa.select(sa.func.count()).select_from(Customer)
                                .where(Customer.id.in_([found[0].id, found[1].id]))).scalar_one()
        assert among == 2
        assert session.get(Order, order.id).reference == order.reference


def change():
    with Session.begin() as session:
        order = session.execute(sa.select(Order).order_by(Order.id).limit(1)).scalar_one()
        order.state = State.PAID
        order.extra = {"paid": True}
        session.execute(sa.update(Order).where(Order.weight > 0.5).values(note="heavy"))
        returned = session.execute(sa.insert(Customer).values(name="returned").returning(Customer.id)).scalar_one()
        upsert = postgresql.insert(Customer).values(id=returned, name="upserted")
        session.execute(upsert.on_conflict_do_update(index_elements=[Customer.id], set_={"name": upsert.excluded.name}))
    with Session.begin() as session:
        assert session.get(Customer, returned).name == "upserted"
        assert session.execute(sa.select(sa.func.count()).where(Order.note == "heavy")).scalar_one() == 5
        session.delete(session.execute(sa.select(Customer).where(Customer.name == "Kundin 0 ü")).scalar_one())
    with Session() as session:
        assert session.execute(sa.select(sa.func.count(Order.id))).scalar_one() == 16


def fail(error, act):
    try:
        with Session.begin() as session:
            act(session)
    except error:
        return
    raise AssertionError(f"no {error.__name__}")


def failures():
    fail(sa.exc.IntegrityError, lambda session: session.add(Customer(name="upserted")) or session.flush())
    orphan = sa.insert(Order).values(customer_id=1_000_000, total=1)
    fail(sa.exc.IntegrityError, lambda session: session.execute(orphan))
    fail(sa.exc.IntegrityError, lambda session: session.execute(sa.update(Order).values(total=-1)))
    fail(sa.exc.ProgrammingError, lambda session: session.execute(sa.text("SELECT * FROM alchemy_missing")))
    with Session() as session:
        try:
            session.execute(sa.text("SELECT missing FROM alchemy_order"))
        except sa.exc.ProgrammingError:
            session.rollback()
        with session.begin_nested():
            session.add(Customer(name="nested"))
        nested = session.begin_nested()
        session.add(Customer(name="taken back"))
        session.flush()
        nested.rollback()
        session.commit()
        names = session.execute(sa.select(Customer.name)).scalars().all()
        assert "nested" in names and "taken back" not in names


def reflect():
    inspector = sa.inspect(engine)
    assert {"alchemy_customer", "alchemy_order"} <= set(inspector.get_table_names())
    columns = {column["name"]: column for column in inspector.get_columns("alchemy_order")}
    assert list(columns)[:3] == ["id", "customer_id", "total"], list(columns)
    assert not columns["total"]["nullable"] and columns["note"]["nullable"]
    for name, expected in (("total", sa.Numeric), ("placed", sa.DateTime), ("express", sa.Boolean),
                           ("note", sa.Text), ("label", postgresql.BYTEA), ("reference", postgresql.UUID)):
        assert isinstance(columns[name]["type"], expected), (name, columns[name]["type"])
    assert inspector.get_pk_constraint("alchemy_order")["constrained_columns"] == ["id"]
    key = inspector.get_foreign_keys("alchemy_order")[0]
    assert key["referred_table"] == "alchemy_customer" and key["constrained_columns"] == ["customer_id"], key
    assert ["customer_id"] in [index["column_names"] for index in inspector.get_indexes("alchemy_order")]
    assert ["name"] in [unique["column_names"] for unique in inspector.get_unique_constraints("alchemy_customer")]
    reflected = sa.Table("alchemy_order", sa.MetaData(), autoload_with=engine)
    with engine.connect() as connection:
        assert len(connection.execute(sa.select(reflected)).all()) == 16


for act in (create, read, change, failures, reflect):
    act()
engine.dispose()
print("fine")
