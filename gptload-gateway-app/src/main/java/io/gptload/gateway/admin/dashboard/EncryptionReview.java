package io.gptload.gateway.admin.dashboard;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.gateway.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Finds out from a few stored keys whether they were encrypted with the key that is configured. */
@Component
public class EncryptionReview {

    private static final int SAMPLE = 20;
    private static final double MOST = 0.8;
    private static final double FEW = 0.2;

    private final GatewaySettings settings;
    private final JdbcStore store;
    private final Messages messages;

    EncryptionReview(GatewaySettings settings, JdbcStore store, Messages messages) {
        this.settings = settings;
        this.store = store;
        this.messages = messages;
    }

    /** What was found; texts are empty when all is well. */
    public record EncryptionStatus(boolean hasMismatch, String scenarioType, String message, String suggestion) {

        static final EncryptionStatus FINE = new EncryptionStatus(false, "", "", "");
    }

    /** What a look at some keys says. */
    public EncryptionStatus status() {
        List<KeyRow> sample = sample();
        if (sample.isEmpty()) {
            return EncryptionStatus.FINE;
        }
        boolean configured = !settings.encryptionKey().isEmpty();
        double plain = share(sample, row -> KeyRef.of(row.key().text()).hash().equals(row.hash()));
        double ours = share(sample, this::readable);
        if (configured && plain > MOST) {
            return mismatch("data_not_encrypted");
        }
        if (!configured && plain < FEW) {
            return mismatch("key_not_configured");
        }
        return configured && plain < FEW && ours < FEW ? mismatch("key_mismatch") : EncryptionStatus.FINE;
    }

    private boolean readable(KeyRow row) {
        KeyCipher cipher = store.options().cipher();
        String revealed = row.reveal(cipher);
        return revealed != null && cipher.hash(revealed).equals(row.hash());
    }

    private static double share(List<KeyRow> sample, Predicate<KeyRow> which) {
        return (double) sample.stream().filter(which).count() / sample.size();
    }

    private EncryptionStatus mismatch(String scenario) {
        return new EncryptionStatus(
                true,
                scenario,
                messages.get("dashboard." + scenario + "_message"),
                messages.get("dashboard." + scenario + "_suggestion"));
    }

    private List<KeyRow> sample() {
        List<KeyRow> sample = new ArrayList<>();
        for (GroupRow group : store.groups().list()) {
            if (sample.size() < SAMPLE) {
                store.keys().page(KeyFilter.ofGroup(group.id()), 0, SAMPLE - sample.size()).items().stream()
                        .filter(row -> !row.hash().isEmpty())
                        .forEach(sample::add);
            }
        }
        return sample;
    }
}
