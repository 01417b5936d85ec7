package dev.payonce.api.cli;

import ch.qos.logback.classic.Level;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operators' command line. The token comes from the environment or a file, and never from an argument. */
@Command(
        name = "payonce",
        description = "Shows and decides what needs a person. PAYONCE_URL names the API, PAYONCE_TOKEN has the token.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing needs a person",
            "1:refused, or not done",
            "2:wrong arguments",
            "3:a system does not answer",
            "4:something needs a person",
            "5:taken, and not done yet"
        },
        subcommands = AutoComplete.GenerateCompletion.class)
public final class CommandLineTool {

    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG = 2;
    static final int AWAY = 3;
    static final int NEEDED = 4;
    static final int NOT_YET = 5;

    @Option(
            names = "--output",
            description = "table, json or csv",
            defaultValue = "table",
            scope = CommandLine.ScopeType.INHERIT)
    private Output output = Output.table;

    private CommandLineTool() {}

    /** Runs a command and returns its exit code. */
    public static int run(Map<String, String> environment, String... arguments) {
        // The clients' own lines would stand between the rows of an answer; each fault is a row or a sentence.
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.OFF);
        }
        return run(
                environment,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLineTool root = new CommandLineTool();
        ApiClient api = new ApiClient(environment);
        Screen screen = new Screen(out, err, () -> root.output);
        return new CommandLine(root)
                .addSubcommand(new StatusCommand(api, screen))
                .addSubcommand(new ListCommand(api, screen))
                .addSubcommand(new ShowCommand(api, screen))
                .addSubcommand(new RefreshCommand(api, screen))
                .addSubcommand(new DecideCommand(api, screen))
                .addSubcommand(new RefundCommand(api, screen))
                .addSubcommand(new SweepCommand(api, screen))
                .addSubcommand(new OpenCommand(environment, api, screen))
                .addSubcommand(new LocksCommand(environment, screen))
                .addSubcommand(new DoctorCommand(environment, api, screen))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, _, _) -> failed(failure, err))
                .execute(arguments);
    }

    private static int failed(Exception failure, PrintWriter err) {
        err.println(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
        return failure instanceof ApiClient.Failed known ? known.code() : AWAY;
    }
}
