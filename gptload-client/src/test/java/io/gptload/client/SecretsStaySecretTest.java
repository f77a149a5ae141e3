package io.gptload.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.HeaderRule;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Keys of every kind live through everything, and what was said meanwhile is searched for their values. */
class SecretsStaySecretTest extends EngineTestBase {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        root.setLevel(Level.ALL);
        log.start();
        root.addAppender(log);
        root.getAppender("OUT").stop(); // a second copy of everything would only be noise
    }

    @AfterEach
    void stop() {
        root.setLevel(before);
        root.detachAppender(log);
        root.getAppender("OUT").start();
    }

    @Test
    void nothingThatIsLoggedTellsOrPrintsItselfHoldsTheValueOfAKey() {
        provider.setKey(SimulatedKey.invalid(key(1)));
        provider.setKey(SimulatedKey.rejected(key(2)));
        provider.setKey(SimulatedKey.outOfQuota(key(3)));
        provider.setKey(SimulatedKey.limited(key(4), 2, Duration.ofSeconds(3)));
        provider.setKey(SimulatedKey.valid(key(5)));
        List<Object> said = new ArrayList<>();
        for (Channel channel : List.of(Channel.OPENAI, Channel.GEMINI)) {
            GroupConfig config = GroupConfig.named("g")
                    .channel(channel)
                    .upstream("http://user:sk-leakcanary-0009@provider.test/base?token=sk-leakcanary-0009")
                    .keys(keys(5))
                    .headerRule(HeaderRule.set("X-Secret", "sk-leakcanary-0009 ${API_KEY}"))
                    .build();
            Group group = gptLoad.define(config);
            String path = channel == Channel.OPENAI ? "/v1/chat/completions" : "/v1beta/models/m:generateContent";
            for (int i = 0; i < 12; i++) {
                if (i == 6) {
                    provider.fail(Fault.status(503).times(2), Fault.reset().times(6));
                }
                said.add(caller.post(group, path, VirtualCaller.HELLO).headers());
                seconds(0.5);
            }
            Session session = group.newSession(
                    CallRequest.of("POST", path).query("key=sk-leakcanary-0009").build());
            Step step = session.begin();
            said.addAll(List.of(config, config.upstreams(), config.keys(), config.headerRules(), config.settings()));
            said.addAll(List.of(group, session, step, gptLoad, group.explain("m")));
            if (step instanceof Step.Send send) {
                said.addAll(List.of(
                        send.attempt(), send.attempt().key(), send.attempt().headers()));
            }
        }
        said.addAll(events);
        said.addAll(provider.callLog());
        said.add(KeyConfig.of(key(1)));
        log.list.forEach(event -> {
            said.add(event.getFormattedMessage());
            said.add(String.valueOf(event.getThrowableProxy()));
        });
        assertThat(said).hasSizeGreaterThan(100);
        assertThat(said).noneMatch(each -> String.valueOf(each).contains("leakcanary"));
    }
}
