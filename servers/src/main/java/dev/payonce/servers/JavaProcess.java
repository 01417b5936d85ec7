package dev.payonce.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A jar that runs as a process of its own, on this JVM's Java, so that it can be killed as in production. */
public final class JavaProcess implements AutoCloseable {

    /** The file beside a jar that has the JDK's AOT cache of its start. */
    static final String CACHE = "classes.aot";

    /** Small and quick to start, on a machine that runs three servers beside it. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--sun-misc-unsafe-memory-access=allow");

    /** Of the serial collector's two generations. */
    private static final Pattern HEAP = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");

    private static final Duration QUESTION_PATIENCE = Duration.ofSeconds(15);
    private static final Duration SIGNAL_PATIENCE = Duration.ofSeconds(5);

    private final ChildProcess process;

    private JavaProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts it; {@link #awaitHttpOk} tells when it is ready.
     *
     * @param environment added to this JVM's own
     * @param log the file that its output is appended to; it stays
     * @param options the program's own arguments
     */
    public static JavaProcess start(
            String name, Path jar, Map<String, String> environment, Path log, String... options) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: run make build");
        }
        List<String> program = new ArrayList<>(cached(jar.toAbsolutePath()));
        program.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        return start(name, program, environment, log, options);
    }

    /** Starts a class of this JVM's own class path, as a jar is started. */
    public static JavaProcess start(
            String name, Class<?> program, Map<String, String> environment, Path log, String... options) {
        List<String> command = List.of("-cp", absolute(System.getProperty("java.class.path")), program.getName());
        return start(name, command, environment, log, options);
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static JavaProcess start(
            String name, List<String> program, Map<String, String> environment, Path log, String... options) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path folder = RunFolder.create(name);
        List<String> arguments = new ArrayList<>();
        arguments.add("-Djava.io.tmpdir=" + folder); // So that nothing of it stays behind when it is killed.
        arguments.addAll(program);
        arguments.addAll(List.of(options));
        JavaProcess java =
                new JavaProcess(new ChildProcess(name, folder, log.toAbsolutePath(), command(arguments), environment));
        java.process.start();
        return java;
    }

    /** Returns the option for the cache beside the jar; none without a cache. */
    private static List<String> cached(Path jar) {
        Path cache = jar.resolveSibling(CACHE);
        return Files.isRegularFile(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    /** Returns the command line of this JVM's Java with our common options and these arguments. */
    static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(arguments);
        return command;
    }

    /** Returns when the URL answers 200; throws with the end of the log when the process dies or time is up. */
    public void awaitHttpOk(URI url, Duration patience) {
        process.awaitReady(patience, () -> Http.get(url).isPresent());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself, and returns its exit code; kills it when its time is up. */
    public int awaitEnd(Duration patience) {
        boolean _ = Await.holdsWithin(patience, () -> !isAlive());
        return terminate(SIGNAL_PATIENCE);
    }

    /** Kills it as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** Pauses it (SIGSTOP); its connections stay as they are. */
    public void pause() {
        signal("STOP");
    }

    /** Resumes it (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Command.mustRun(folder(), SIGNAL_PATIENCE, List.of("kill", "-" + name, Long.toString(pid())));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /**
     * Asks it to end (SIGTERM), as a deployment does, and kills it when its time is up.
     *
     * @return its exit code: 143 when it went by itself, 137 when it had to be killed
     */
    public int terminate(Duration patience) {
        return process.terminate(patience);
    }

    /** Starts it again with the same environment; kills it first when it still runs. */
    public void restart() {
        process.kill();
        process.start();
    }

    /** Writes the stacks of all threads, virtual ones included, to the file. Best effort: it serves failures only. */
    public void dumpThreads(Path file) {
        try {
            jcmd("Thread.dump_to_file", "-overwrite", file.toAbsolutePath().toString());
        } catch (UncheckedIOException noJdkOrNoTime) {
            // Then there is no dump; what asked for it goes on.
        }
    }

    /** Returns the CPU that it has used since its start. */
    public Duration cpu() {
        return process.cpu();
    }

    /** Measures the heap of live objects in bytes, without the collector's fillers that JDK 25 lists among them. */
    public long heapInUse() {
        return HEAP.matcher(jcmd("GC.class_histogram"))
                .results()
                .filter(line -> !line.group(2).contains("Filler"))
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    private String jcmd(String... question) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid()));
        command.addAll(List.of(question));
        try {
            String answer = Command.run(folder(), QUESTION_PATIENCE, command).output();
            // The JVM's socket for such questions; a JVM that is killed would leave it behind.
            Files.deleteIfExists(Path.of("/tmp/.java_pid" + pid()));
            return answer;
        } catch (IOException noJdk) {
            throw new UncheckedIOException(noJdk);
        }
    }

    long pid() {
        return process.pid();
    }

    Path folder() {
        return process.folder();
    }

    @Override
    public void close() {
        process.close();
    }
}
