package io.gptload.gateway.ui.play;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.proxy.ProxyGroup;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The playground and the quick start. */
@AdminPage
class PlayPages {

    private static final Logger AUDIT = LoggerFactory.getLogger("io.gptload.gateway.audit");
    private static final int MOST_MODELS = 300;

    private final JdbcStore store;
    private final Catalog catalog;
    private final Player player;
    private final UiTexts texts;
    private final JsonMapper json;

    PlayPages(JdbcStore store, Catalog catalog, Player player, UiTexts texts, JsonMapper json) {
        this.store = store;
        this.catalog = catalog;
        this.player = player;
        this.texts = texts;
        this.json = json;
    }

    @GetMapping("/playground")
    String playground(@RequestParam(name = "group", required = false) @Nullable Long group, Model model) {
        choose(group, model);
        return "playground";
    }

    @PostMapping("/playground")
    String play(
            @RequestParam("group") long id,
            @RequestParam("model") String modelName,
            @RequestParam("message") String message,
            HttpServletResponse response,
            Model model) {
        Map<String, String> problems = new HashMap<>();
        if (modelName.isBlank()) {
            problems.put("model", texts.get("play.model_needed"));
        }
        if (message.isBlank()) {
            problems.put("message", texts.get("play.message_needed"));
        }
        ProxyGroup group = offered(id);
        if (group == null) {
            problems.put("group", texts.get("groups.not_loaded"));
        }
        model.addAttribute("problems", problems);
        if (!problems.isEmpty() || group == null) {
            response.setStatus(422);
        } else {
            model.addAttribute("call", player.play(group, PlayRequest.of(group.channel(), modelName.strip(), message)));
        }
        return "playground :: result";
    }

    private @Nullable ProxyGroup offered(long id) {
        return store.groups().find(id).map(row -> catalog.find(row.name())).orElse(null);
    }

    @GetMapping("/quick-start")
    String quickStart(
            @RequestParam(name = "group", required = false) @Nullable Long group,
            HttpServletRequest request,
            Model model) {
        GroupRow row = choose(group, model);
        if (row != null) {
            String base = request.getScheme() + "://" + request.getHeader("Host") + "/proxy/" + row.name();
            model.addAttribute("base", base);
            model.addAttribute(
                    "snippets",
                    Snippets.of(Channel.ofId(row.channelType()).orElse(Channel.OPENAI), base, testModel(row)));
        }
        return "quick-start";
    }

    /** A key clients may use, in clear, for whoever asks for it: the group's own, or else one that opens all. */
    @PostMapping("/quick-start/key")
    String key(@RequestParam("group") long id, Model model) {
        GroupRow row = store.groups().find(id).orElseThrow(() -> ApiException.notFound("group.not_found"));
        String global = String.valueOf(store.settings().load(problem -> {}).get(Setting.PROXY_KEYS));
        String key = Stream.of(row.proxyKeys(), global)
                .flatMap(keys -> Arrays.stream(keys.split(",")))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElseThrow(() -> ApiException.notAllowed(texts.get("quick.no_key")));
        AUDIT.info("A proxy key of group {} was shown to the administrator", row.name());
        model.addAttribute("row", row);
        model.addAttribute("proxyKey", key);
        return "quick-start :: key";
    }

    /** Asks an upstream, with one of the keys. */
    @GetMapping("/quick-start/models")
    String models(@RequestParam("group") long id, Model model) {
        ProxyGroup group = offered(id);
        if (group == null) {
            throw ApiException.notAllowed(texts.get("groups.not_loaded"));
        }
        PlayedCall call = player.play(group, PlayRequest.models(group.channel()));
        model.addAttribute("models", call.served() ? names(call.answer()) : List.of());
        model.addAttribute("call", call);
        return "quick-start :: models";
    }

    private List<String> names(String answer) {
        List<String> names = new ArrayList<>();
        try {
            JsonNode list = json.readTree(answer);
            for (JsonNode each : list.has("data") ? list.path("data") : list.path("models")) {
                String name = each.path("id").asString(each.path("name").asString(""));
                names.add(name.startsWith("models/") ? name.substring("models/".length()) : name);
            }
        } catch (JacksonException e) {
            return List.of();
        }
        return names.stream()
                .filter(name -> !name.isEmpty())
                .sorted()
                .limit(MOST_MODELS)
                .toList();
    }

    /** The group asked for, or else the first. */
    private @Nullable GroupRow choose(@Nullable Long asked, Model model) {
        List<GroupRow> rows = store.groups().list();
        GroupRow chosen = rows.stream()
                .filter(row -> asked != null && row.id() == asked)
                .findFirst()
                .orElse(rows.isEmpty() ? null : rows.get(0));
        model.addAttribute("groups", rows);
        model.addAttribute("row", chosen);
        model.addAttribute("testModel", chosen == null ? "" : testModel(chosen));
        return chosen;
    }

    /** An aggregate has none of its own: that of its first member. */
    private String testModel(GroupRow row) {
        return !row.isAggregate()
                ? row.testModel()
                : store.subGroups().members(row.id()).stream()
                        .flatMap(member -> store.groups().find(member.subGroupId()).stream())
                        .map(GroupRow::testModel)
                        .findFirst()
                        .orElse("");
    }
}
