/* What the Java side does, in C, on the same library: the measure for lib-sqlite. Needs no header of SQLite. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ROW 100
#define DONE 101
#define READWRITE_NOMUTEX (0x2 | 0x8000)
#define BUFFER_BYTES 65536
#define ROW_BYTES 512

static void **routines; /* sqlite3_api_routines, if the library exports nothing */

/* The entry point of a loadable extension. 256 is SQLITE_OK_LOAD_PERMANENTLY. */
int sqlite3_baseline_init(void *db, char **error, void **api) {
    (void)db;
    (void)error;
    routines = api;
    return 256;
}

typedef struct {
    int (*open)(const char *, void **, int, const char *);
    int (*close)(void *);
    int (*prepare)(void *, const char *, int, unsigned, void **, const char **);
    int (*exec)(void *, const char *, void *, void *, void *);
    int (*step)(void *);
    int (*reset)(void *);
    int (*finalize)(void *);
    int (*clear_bindings)(void *);
    int (*bind_int64)(void *, int, int64_t);
    int (*bind_text)(void *, int, const char *, int, void *);
    int (*column_type)(void *, int);
    int (*column_count)(void *);
    int64_t (*column_int64)(void *, int);
    const unsigned char *(*column_text)(void *, int);
    int (*column_bytes)(void *, int);
} Api;

typedef struct {
    Api api;
    void *db;
    void *select;
    void *scan;
    void *insert;
    void *begin;
    void *commit;
    size_t position;
    char buffer[BUFFER_BYTES];
} Contestant;

static int resolve(Api *api, const char *library) {
    static const struct { const char *name; int slot; } functions[] = {
        {"sqlite3_open_v2", 135}, {"sqlite3_close", 16}, {"sqlite3_prepare_v3", 217}, {"sqlite3_exec", 55},
        {"sqlite3_step", 94}, {"sqlite3_reset", 77}, {"sqlite3_finalize", 57}, {"sqlite3_clear_bindings", 118},
        {"sqlite3_bind_int64", 5}, {"sqlite3_bind_text", 10}, {"sqlite3_column_type", 38}, {"sqlite3_column_count", 22},
        {"sqlite3_column_int64", 29}, {"sqlite3_column_text", 36}, {"sqlite3_column_bytes", 20}};
    void *handle = library[0] ? dlopen(library, RTLD_NOW) : NULL;
    if (library[0] ? !handle : !routines) return 0;
    void **target = (void **)api;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        target[i] = handle ? dlsym(handle, functions[i].name) : routines[functions[i].slot];
        if (!target[i]) return 0;
    }
    return 1;
}

void *baseline_open(const char *library, const char *file, const char *const *sql) {
    Contestant *c = calloc(1, sizeof *c);
    void **statements[] = {&c->select, &c->scan, &c->insert, &c->begin, &c->commit};
    if (!resolve(&c->api, library) || c->api.open(file, &c->db, READWRITE_NOMUTEX, NULL)) return NULL;
    if (c->api.exec(c->db, sql[0], NULL, NULL, NULL)) return NULL;
    for (int i = 0; i < 5; i++) {
        if (c->api.prepare(c->db, sql[i + 1], -1, 1, statements[i], NULL)) return NULL;
    }
    return c;
}

void baseline_close(Contestant *c) {
    c->api.finalize(c->select);
    c->api.finalize(c->scan);
    c->api.finalize(c->insert);
    c->api.finalize(c->begin);
    c->api.finalize(c->commit);
    c->api.close(c->db);
    free(c);
}

static char *put32(char *to, uint32_t value) {
    value = __builtin_bswap32(value);
    memcpy(to, &value, 4);
    return to + 4;
}

static char *put_integer(char *to, int64_t value) {
    char digits[20];
    int count = 0;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    to = put32(to, (uint32_t)(count + (value < 0)));
    if (value < 0) *to++ = '-';
    while (count) *to++ = digits[--count];
    return to;
}

/* A DataRow message with text fields. */
static void encode(Contestant *c, void *statement) {
    if (BUFFER_BYTES - c->position < ROW_BYTES) c->position = 0;
    char *start = c->buffer + c->position;
    char *to = start + 7;
    int columns = c->api.column_count(statement);
    for (int i = 0; i < columns; i++) {
        switch (c->api.column_type(statement, i)) {
            case 1:
                to = put_integer(to, c->api.column_int64(statement, i));
                break;
            case 3: {
                const unsigned char *text = c->api.column_text(statement, i);
                int bytes = c->api.column_bytes(statement, i);
                to = put32(to, (uint32_t)bytes);
                memcpy(to, text, (size_t)bytes);
                to += bytes;
                break;
            }
            default:
                to = put32(to, UINT32_MAX);
        }
    }
    start[0] = 'D';
    put32(start + 1, (uint32_t)(to - start - 1));
    start[5] = 0;
    start[6] = (char)columns;
    c->position += (size_t)(to - start);
}

static int64_t run(Contestant *c, void *statement) {
    int rc = c->api.step(statement);
    c->api.reset(statement);
    return rc == DONE;
}

/* Returns the number of rows. */
int64_t baseline_select(Contestant *c, int64_t first, int64_t count, int64_t transaction) {
    int64_t rows = 0;
    if (transaction) run(c, c->begin);
    for (int64_t i = 0; i < count; i++) {
        c->api.bind_int64(c->select, 1, 1 + (first + i * 7919) % 100000);
        while (c->api.step(c->select) == ROW) {
            encode(c, c->select);
            rows++;
        }
        c->api.reset(c->select);
        c->api.clear_bindings(c->select);
    }
    if (transaction) run(c, c->commit);
    return rows;
}

int64_t baseline_scan(Contestant *c) {
    int64_t rows = 0;
    while (c->api.step(c->scan) == ROW) {
        encode(c, c->scan);
        rows++;
    }
    c->api.reset(c->scan);
    return rows;
}

/* Returns the number of rows inserted. */
int64_t baseline_insert(Contestant *c, const char *name, const char *note, int64_t count, int64_t transaction) {
    int64_t rows = 0;
    int name_bytes = (int)strlen(name);
    int note_bytes = (int)strlen(note);
    if (transaction) run(c, c->begin);
    for (int64_t i = 0; i < count; i++) {
        c->api.bind_int64(c->insert, 1, i * 31);
        c->api.bind_text(c->insert, 2, name, name_bytes, NULL);
        c->api.bind_text(c->insert, 3, note, note_bytes, NULL);
        c->api.bind_int64(c->insert, 4, -i);
        rows += run(c, c->insert);
        c->api.clear_bindings(c->insert);
    }
    if (transaction) run(c, c->commit);
    return rows;
}

/* The bytes encoded last. */
int64_t baseline_copy(Contestant *c, char *target) {
    memcpy(target, c->buffer, c->position);
    return (int64_t)c->position;
}
