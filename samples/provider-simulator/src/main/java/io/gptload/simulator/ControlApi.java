package io.gptload.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Lets a simulator be watched and changed over HTTP. */
final class ControlApi {
    private static final String ROOT = "/__sim/";
    private static final String CALLS =
            "GET /__sim/state, POST /__sim/keys, POST /__sim/fault, DELETE /__sim/fault, POST /__sim/reset";

    private final ProviderSimulator simulator;

    ControlApi(ProviderSimulator simulator) {
        this.simulator = simulator;
    }

    static boolean serves(SimulatedRequest request) {
        return request.rawPath().startsWith(ROOT);
    }

    SimulatedResponse handle(SimulatedRequest request) {
        try {
            return switch (request.method() + " " + request.rawPath().substring(ROOT.length())) {
                case "GET state" -> json(200, state());
                case "POST keys" -> setKeys(ControlInput.keys(request.body()));
                case "POST fault" -> fail(ControlInput.faults(request.body()));
                case "DELETE fault" -> {
                    simulator.recover();
                    yield json(200, state());
                }
                case "POST reset" -> {
                    simulator.resetCounters();
                    simulator.resetLimits();
                    yield json(200, state());
                }
                default -> json(404, Json.object("error", "there is no such call; allowed: " + CALLS));
            };
        } catch (ControlInputException refused) {
            return json(400, Json.object("error", String.valueOf(refused.getMessage())));
        }
    }

    private SimulatedResponse setKeys(List<SimulatedKey> keys) {
        keys.forEach(simulator::setKey);
        return json(200, state());
    }

    private SimulatedResponse fail(List<Fault> faults) {
        simulator.fail(faults.get(0), faults.subList(1, faults.size()).toArray(new Fault[0]));
        return json(200, state());
    }

    private Object state() {
        Fault fault = simulator.currentFault();
        return Json.object(
                "calls", simulator.calls(),
                "served", simulator.served(),
                "rate_limited", simulator.rateLimited(),
                "fault", fault == null ? null : fault.toString(),
                "keys", keyStates());
    }

    private List<Object> keyStates() {
        Map<String, CallJournal.Tally> tallies = simulator.talliesByKey();
        Map<String, SimulatedKey> known = new HashMap<>();
        simulator.keys().forEach(key -> known.put(key.value(), key));
        TreeSet<String> all = new TreeSet<>(tallies.keySet());
        all.addAll(known.keySet());
        List<Object> states = new ArrayList<>();
        for (String value : all) {
            SimulatedKey key = known.get(value);
            CallJournal.Tally tally = tallies.getOrDefault(value, CallJournal.NONE);
            states.add(Json.object(
                    "key", Credentials.mask(value),
                    "behaviour",
                            key == null ? "unknown" : key.behaviour().name().toLowerCase(Locale.ROOT),
                    "calls", tally.calls(),
                    "served", tally.served(),
                    "rate_limited", tally.rateLimited()));
        }
        return states;
    }

    private static SimulatedResponse json(int status, Object body) {
        return Exchange.whole(status, new HeaderMap().add("content-type", "application/json"), Json.bytes(body));
    }
}
