package dev.payonce.servers.store;

import dev.payonce.servers.store.StoreOrder.Item;
import dev.payonce.servers.store.StoreOrder.Shopper;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The generator of orders from a seed. Each order has a generator of its own, so order 1007 is the same in every batch. */
final class OrderGenerator {

    private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int KEY_LENGTH = 13;
    private static final int MAX_ITEMS = 4;

    private static final List<String> FIRST_NAMES = List.of("Ada", "Bo", "Cleo", "Dara", "Eli", "Fay", "Gus", "Ida");
    private static final List<String> LAST_NAMES = List.of("Sample", "Muster", "Exemple", "Prova", "Vzorek", "Näyte");
    private static final List<String> CITIES = List.of("Sampleton", "Musterstadt", "Exempleville", "Provaggio");
    private static final List<String> PRODUCTS =
            List.of("Plain mug", "Linen bag", "Wool socks", "Notebook, dotted", "Oak spoon", "Green tea, 100 g");

    private OrderGenerator() {}

    static List<StoreOrder> orders(long seed, long firstId, int count) {
        return LongStream.range(firstId, firstId + count)
                .mapToObj(id -> order(seed, id))
                .toList();
    }

    private static StoreOrder order(long seed, long id) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + id);
        String currency = currency(random);
        List<Item> items = IntStream.rangeClosed(1, 1 + random.nextInt(MAX_ITEMS))
                .mapToObj(line -> item(random, currency))
                .toList();
        BigDecimal shipping = random.nextInt(3) == 0 ? price(currency, 0) : price(currency, 490);
        return new StoreOrder(id, key(random), currency, shopper(random, id), items, shipping);
    }

    /** Draws a currency: mostly euro, and each number of decimals that a currency may have. */
    private static String currency(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> "JPY";
            case 1 -> "KWD";
            case 2, 3 -> "USD";
            default -> "EUR";
        };
    }

    private static Item item(SplittableRandom random, String currency) {
        int product = random.nextInt(PRODUCTS.size());
        int cents = 100 + random.nextInt(9_900);
        return new Item(11 + product, PRODUCTS.get(product), 1 + random.nextInt(3), price(currency, cents));
    }

    /** Makes a price. Its last of three decimals in dinar is 0, because Stripe takes no other. */
    private static BigDecimal price(String currency, int cents) {
        return switch (currency) {
            case "JPY" -> BigDecimal.valueOf(cents);
            case "KWD" -> BigDecimal.valueOf(cents, 2).setScale(3);
            default -> BigDecimal.valueOf(cents, 2);
        };
    }

    private static String key(SplittableRandom random) {
        StringBuilder key = new StringBuilder("wc_order_");
        random.ints(KEY_LENGTH, 0, KEY_LETTERS.length()).forEach(at -> key.append(KEY_LETTERS.charAt(at)));
        return key.toString();
    }

    private static Shopper shopper(SplittableRandom random, long id) {
        return new Shopper(
                one(random, FIRST_NAMES),
                one(random, LAST_NAMES),
                "Example Street " + (1 + random.nextInt(99)),
                one(random, CITIES),
                "000%02d".formatted(random.nextInt(100)),
                "shopper-" + id + "@example.invalid");
    }

    private static String one(SplittableRandom random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
