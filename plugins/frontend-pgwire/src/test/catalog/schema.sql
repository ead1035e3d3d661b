CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(80) NOT NULL COLLATE NOCASE, born DATE, rating NUMERIC(4,2) DEFAULT 0.00, active BOOLEAN NOT NULL DEFAULT TRUE, UNIQUE (name, born));
CREATE TABLE book (isbn TEXT PRIMARY KEY, title TEXT NOT NULL, author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE, price DOUBLE DEFAULT 1.5 CHECK (price >= 0), cover BLOB, added TIMESTAMP DEFAULT CURRENT_TIMESTAMP, cents INT GENERATED ALWAYS AS (price * 100) STORED, CONSTRAINT title_length CHECK (length(title) > 0 AND length(title) < 500)) WITHOUT ROWID;
CREATE TABLE shelf (room TEXT, place INT, isbn TEXT, "Select" TEXT, PRIMARY KEY (room, place), CONSTRAINT shelf_book FOREIGN KEY (isbn) REFERENCES book (isbn) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED) STRICT;
CREATE INDEX book_title ON book (title COLLATE NOCASE, price DESC);
CREATE INDEX book_lower ON book (lower(title)) WHERE price > 10;
CREATE UNIQUE INDEX author_name ON author (name) WHERE active;
CREATE VIEW expensive AS SELECT b.title, a.name AS author, b.price FROM book b JOIN author a ON a.id = b.author_id WHERE b.price > 100;
CREATE TRIGGER book_added AFTER INSERT ON book BEGIN UPDATE author SET rating = rating + 1 WHERE id = NEW.author_id; END;
CREATE VIRTUAL TABLE search USING fts5(title, body);
