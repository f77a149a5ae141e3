package io.gptload.gateway.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the path of a SQLite file. What follows a question mark are options of another driver and is dropped, except in a URI. */
final class SqliteDsnParser {

    /** What gpt-load would take for the name of a file: URLs, MySQL by other ways than TCP, PostgreSQL's other form. */
    private static final Pattern MEANT_FOR_OTHERS =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.:-]*://|[^/]*@[a-z0-9]+\\(|(host|port|user|password|dbname)=");

    private static final String FORMS =
            "give the path of a file for SQLite, user:password@tcp(host:port)/name for MySQL,"
                    + " or postgres://user:password@host:port/name";

    private SqliteDsnParser() {}

    static DatabaseDsn.Sqlite parse(String dsn, Path workingDirectory) {
        if (dsn.startsWith("file:")) {
            String path = DsnUrl.before(dsn.substring("file:".length()), '?');
            boolean memory = path.isEmpty() || path.equals(":memory:") || dsn.contains("mode=memory");
            return new DatabaseDsn.Sqlite(
                    dsn, memory ? null : resolve(DsnUrl.decode(withoutAuthority(path)), workingDirectory));
        }
        if (MEANT_FOR_OTHERS.matcher(dsn).lookingAt()) {
            throw new DsnException("it is of a kind that is not supported; " + FORMS);
        }
        String path = dsn.indexOf('?') > 0 ? DsnUrl.before(dsn, '?') : dsn;
        if (path.equals(":memory:")) {
            return new DatabaseDsn.Sqlite(path, null);
        }
        Path file = resolve(path, workingDirectory);
        return new DatabaseDsn.Sqlite(file.toString(), file);
    }

    private static String withoutAuthority(String path) {
        return path.startsWith("//") ? path.substring(Math.max(2, path.indexOf('/', 2))) : path;
    }

    private static Path resolve(String path, Path workingDirectory) {
        try {
            return workingDirectory.resolve(path).normalize();
        } catch (InvalidPathException notAPath) {
            throw new DsnException("it is no file path; " + FORMS);
        }
    }

    /** The folder the database lives in, {@code ./data} if it has none. */
    static Path folder(DatabaseDsn.@Nullable Sqlite database, Path workingDirectory) {
        Path file = database == null ? null : database.file();
        Path folder = file == null ? null : file.getParent();
        return folder == null ? workingDirectory.resolve("data") : folder;
    }
}
