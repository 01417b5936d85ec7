package dev.payonce.servers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of MySQL 8.0.12, unpacked from the class path, and an initialized data folder. Both are kept in the user's cache
 * folder: initializing takes seconds, copying what was initialized does not.
 */
record MySqlFiles(Path home) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The options of the data folder. The server starts with the same; a change makes a new folder. */
    private static final List<String> DATA_OPTIONS = List.of(
            "--innodb-log-file-size=16M",
            "--innodb-data-file-path=ibdata1:12M:autoextend",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_520_ci",
            "--innodb-use-native-aio=0",
            "--skip-log-bin");

    /** Libraries that the Linux binary names and can do without, and all that it calls of them. */
    private static final Map<String, List<String>> DISPENSABLE = new TreeMap<>(Map.of(
            "libaio.so.1",
            List.of("io_setup@LIBAIO_0.4", "io_submit@LIBAIO_0.1", "io_getevents@LIBAIO_0.4"),
            "libnuma.so.1",
            List.of(
                    "numa_available@libnuma_1.1",
                    "numa_alloc_local@libnuma_1.1",
                    "numa_alloc_onnode@libnuma_1.1",
                    "numa_free@libnuma_1.1",
                    "set_mempolicy@libnuma_1.1",
                    "mbind@libnuma_1.1",
                    "numa_all_nodes_ptr@libnuma_1.2",
                    "numa_node_of_cpu@libnuma_1.2",
                    "numa_num_configured_cpus@libnuma_1.2")));

    static MySqlFiles get(Map<String, String> environment) {
        String version = Integer.toHexString((DATA_OPTIONS + archive() + DISPENSABLE).hashCode());
        try {
            return new MySqlFiles(
                    CacheFolder.get(CacheFolder.root(environment), "mysql-8.0.12-" + version, MySqlFiles::fill));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the data folder to copy; no server starts on it. */
    Path template() {
        return home.resolve("data");
    }

    /** Returns the start of each command line: the program and the options that all starts share. */
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/mysqld").toString());
        command.add("--no-defaults");
        command.add("--basedir=" + home);
        if ("root".equals(System.getProperty("user.name"))) {
            // MySQL refuses to run as root unless told to; a container often has no other user.
            command.add("--user=root");
        }
        command.addAll(DATA_OPTIONS);
        return command;
    }

    private static void fill(Path home) throws IOException {
        unpack(home);
        standIn(home);
        MySqlFiles files = new MySqlFiles(home);
        List<String> command = files.command();
        command.add("--initialize-insecure");
        command.add("--datadir=" + files.template());
        Command.mustRun(home, PATIENCE, command);
        // Two servers with one identity may not replicate from each other; each copy makes its own.
        Files.deleteIfExists(files.template().resolve("auto.cnf"));
    }

    private static void unpack(Path home) throws IOException {
        Path archive = home.resolve("mysql.tar.gz");
        try (InputStream in = MySqlFiles.class.getResourceAsStream("/" + archive())) {
            if (in == null) {
                throw new FileNotFoundException(archive() + " is not on the class path");
            }
            Files.copy(in, archive);
        }
        Command.mustRun(home, PATIENCE, List.of("tar", "-xzof", archive.toString()));
        Files.delete(archive);
    }

    private static void standIn(Path home) throws IOException {
        Path bin = home.resolve("bin");
        List<String> version = List.of(bin.resolve("mysqld").toString(), "--no-defaults", "--version");
        for (int tries = 0; tries <= DISPENSABLE.size(); tries++) {
            Command done = Command.run(home, PATIENCE, version);
            if (done.exitCode() == 0) {
                return;
            }
            String missing = DISPENSABLE.keySet().stream()
                    .filter(name -> done.output().contains(name + ": cannot open shared object file"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("MySQL does not run on this machine: " + done.output()));
            StandInLibrary.write(bin, missing, DISPENSABLE.getOrDefault(missing, List.of()));
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        if (system.contains("mac")) {
            return "mysql-Mac_OS_X-x86_64.tar.gz";
        }
        if (system.contains("linux") && (processor.equals("amd64") || processor.equals("x86_64"))) {
            return "mysql-Linux-amd64.tar.gz";
        }
        throw new IllegalStateException("There is no MySQL for " + system + " on " + processor
                + " in the box: start one of your own and name it in PAYONCE_DATABASE_URL, _USER and _PASSWORD");
    }
}
