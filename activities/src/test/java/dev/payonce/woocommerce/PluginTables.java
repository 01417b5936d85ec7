package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The companion plugin's tables in a test's store, created by the statements that the plugin itself has. */
final class PluginTables {

    private PluginTables() {}

    static void create(Store store) throws IOException {
        String php = Files.readString(Path.of("../wordpress/payonce/src/Tables.php"));
        Matcher suffix = Pattern.compile("SUFFIX = '([^']+)'").matcher(php);
        assertThat(suffix.find()).isTrue();
        Matcher create = Pattern.compile("\"(CREATE TABLE IF NOT EXISTS `\\$(\\w+)` \\([^\"]+\\))\"")
                .matcher(php);
        int tables = 0;
        while (create.find()) {
            String statement = create.group(1).replace("$" + create.group(2), "wp_payonce_" + create.group(2));
            store.sql().sql(statement + suffix.group(1)).update();
            tables++;
        }
        assertThat(tables).isEqualTo(3);
        store.setOption("payonce_tables", "1");
    }
}
