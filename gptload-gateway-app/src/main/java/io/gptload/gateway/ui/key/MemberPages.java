package io.gptload.gateway.ui.key;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.gateway.admin.group.GroupEditing;
import io.gptload.gateway.admin.group.Members;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.FieldProblem;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.ApiException;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Changes which groups an aggregate is made of. */
@AdminPage
class MemberPages {

    private final GroupEditing groups;
    private final Members members;
    private final UiTexts texts;

    MemberPages(GroupEditing groups, Members members, UiTexts texts) {
        this.groups = groups;
        this.members = members;
        this.texts = texts;
    }

    private interface Change {
        void to(GroupRow aggregate);
    }

    @PostMapping("/groups/{id}/members")
    String add(
            @PathVariable("id") long id,
            @RequestParam("group") long group,
            @RequestParam("weight") String weight,
            RedirectAttributes next) {
        return apply(id, "add-weight", weight, next, aggregate -> {
            int number = number(weight);
            Members.checkWeight(number);
            members.add(aggregate, List.of(new SubGroupRow(id, group, number)));
        });
    }

    @PostMapping("/groups/{id}/members/{member}/weight")
    String setWeight(
            @PathVariable("id") long id,
            @PathVariable("member") long member,
            @RequestParam("weight") String weight,
            @RequestParam("was") String shown,
            RedirectAttributes next) {
        return apply(id, "weight-" + member, weight, next, aggregate -> {
            int number = number(weight);
            int stored = members.weight(aggregate, member);
            if (!String.valueOf(stored).equals(shown) && stored != number) {
                throw ApiException.notAllowed(texts.get("ui.changed_meanwhile", stored));
            }
            members.setWeight(aggregate, member, number);
        });
    }

    @PostMapping("/groups/{id}/members/{member}/remove")
    String remove(@PathVariable("id") long id, @PathVariable("member") long member, RedirectAttributes next) {
        return apply(id, "", "", next, aggregate -> members.remove(aggregate, member));
    }

    private int number(String typed) {
        try {
            return Integer.parseInt(typed.strip());
        } catch (NumberFormatException e) {
            throw ApiException.notAllowed(texts.get("members.weight_number"));
        }
    }

    /** @param field what a problem is said at; empty for the page's head */
    private String apply(long id, String field, String typed, RedirectAttributes next, Change change) {
        GroupRow aggregate = groups.get(id);
        if (!aggregate.isAggregate()) {
            throw ApiException.badRequest("group.not_aggregate");
        }
        try {
            change.to(aggregate);
            next.addFlashAttribute("flash", texts.get("groups.saved"));
        } catch (ApiException e) {
            if (field.isEmpty()) {
                next.addFlashAttribute("problem", texts.of(e));
            } else {
                next.addFlashAttribute("wrong", new FieldProblem(field, typed, texts.of(e)));
            }
        }
        return "redirect:/groups/" + id;
    }
}
