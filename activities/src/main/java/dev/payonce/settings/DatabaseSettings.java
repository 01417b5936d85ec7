package dev.payonce.settings;

/**
 * The address and the login of the store's database.
 *
 * @param url JDBC, with the store's schema; its parameters may carry a password, so they are never shown
 */
public record DatabaseSettings(String url, String user, Secret password) {

    static DatabaseSettings read(SettingsReader reading) {
        return new DatabaseSettings(
                reading.required(
                        "PAYONCE_DATABASE_URL",
                        "",
                        "the store's database, for instance jdbc:mysql://127.0.0.1:3306/wordpress",
                        SettingsReader.matching("jdbc:mysql://[^/?#@\\s]+/[^/?#\\s]+(\\?\\S*)?")),
                reading.required(
                        "PAYONCE_DATABASE_USER", "", "the database user's name", SettingsReader.matching("\\S+")),
                reading.secret("PAYONCE_DATABASE_PASSWORD", "the database user's password (it may be empty)"));
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url.replaceFirst("\\?.*", "") + "]";
    }
}
