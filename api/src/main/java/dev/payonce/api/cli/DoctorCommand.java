package dev.payonce.api.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command that checks each dependency, and names a remedy for what is wrong. */
@Command(
        name = "doctor",
        description =
                "Checks the API, its clock and the token; with the API's own environment also MySQL, Redis, Temporal"
                        + " with its search attributes, and each gateway's key.")
final class DoctorCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final ApiClient api;
    private final Screen screen;

    DoctorCommand(Map<String, String> environment, ApiClient api, Screen screen) {
        this.environment = Map.copyOf(environment);
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>(ApiChecks.of(api));
        if (environment.containsKey("PAYONCE_DATABASE_URL")) {
            checks.addAll(DoctorChecks.of(environment));
        } else {
            screen.notice(
                    "Without the API's environment (PAYONCE_DATABASE_URL and the others) only the API is checked.");
        }
        screen.show(new Screen.Table(
                List.of("check", "result", "says", "remedy"),
                checks.stream()
                        .map(check -> List.of(check.name(), check.result(), check.says(), check.remedy()))
                        .toList()));
        return checks.stream().anyMatch(Check::isFault) ? CommandLineTool.NEEDED : CommandLineTool.DONE;
    }
}
