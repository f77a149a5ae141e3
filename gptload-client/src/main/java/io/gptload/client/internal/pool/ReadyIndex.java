package io.gptload.client.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are ready, for all models and for each model some key is out for, and when the others come back. It repeats
 * what the cells say in a form that is quick to search. Searching takes no lock; everything else is guarded by the pool's.
 */
final class ReadyIndex {

    private static final int FIRST_CAPACITY = 64;
    private static final int MAX_MODELS = 1024;

    private final Lineup all = new Lineup(FIRST_CAPACITY);
    private final Releases releases = new Releases();
    private final Pauses pauses = new Pauses();
    private final Map<String, ModelView> models = new ConcurrentHashMap<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private volatile @Nullable KeyCell[] cells = new KeyCell[FIRST_CAPACITY];
    /** The rotation of all keys while they are of one tier and of weight 1: spares most pools two steps. */
    private volatile @Nullable Rotation plain;

    private volatile long nextRelease = KeyPool.NEVER;
    private int usedSlots;
    private int readyKeys;

    // ------------------------------------------------------------------------------------------------ searching

    /** The next ready key in turn, counted as in flight; {@code null} when there is none. */
    @Nullable
    KeyCell pick(@Nullable String model, @Nullable Tried tried) {
        Lineup lineup = model == null || models.isEmpty() ? all : lineup(model);
        Rotation alike = lineup == all ? plain : null;
        KeyCell cell = alike != null ? pick(alike, tried) : pick(lineup, tried);
        if (cell != null) {
            cell.begin();
        }
        return cell;
    }

    private @Nullable KeyCell pick(Lineup lineup, @Nullable Tried tried) {
        for (Shares tier : lineup.tiers()) {
            KeyCell cell = pick(tier, tried);
            if (cell != null) {
                return cell;
            }
        }
        return null;
    }

    private @Nullable KeyCell pick(Shares tier, @Nullable Tried tried) {
        Rotation[] rotations = tier.rotations();
        int first = rotations.length == 1 ? 0 : tier.draw(rotations.length);
        KeyCell cell = pick(rotations[first], tried);
        for (int i = 0; cell == null && i < rotations.length; i++) {
            cell = i == first ? null : pick(rotations[i], tried);
        }
        return cell;
    }

    private @Nullable KeyCell pick(Rotation rotation, @Nullable Tried tried) {
        int slot = rotation.next();
        for (int steps = tried == null ? 1 : tried.size() + 2; slot >= 0 && steps > 0; steps--) {
            KeyCell cell = cells[slot];
            if (cell != null && (tried == null || !tried.contains(cell))) {
                return cell;
            }
            slot = rotation.after(slot);
        }
        return null;
    }

    private Lineup lineup(String model) {
        ModelView view = models.get(model);
        return view == null ? all : view.lineup;
    }

    /** Whether a cooldown is over by now and its key has yet to be brought back. */
    boolean releaseDue(long now) {
        long next = nextRelease;
        return next != KeyPool.NEVER && now - next >= 0;
    }

    /** Whether any key is out for a single model. */
    boolean modelMatters() {
        return !models.isEmpty();
    }

    /** A key that is ready but for single models; {@code null} when there is none. */
    @Nullable
    KeyCell anyReady() {
        return pick(all, null);
    }

    /** Calls under way over all keys; a sum of numbers that change meanwhile. */
    long inFlight() {
        long sum = 0;
        for (KeyCell cell : cells) {
            sum += cell == null ? 0 : cell.inFlight();
        }
        return sum;
    }

    // ------------------------------------------------------------------------------------------------ cooldowns

    /** Notes a cooldown that was set on its cell. */
    void cooled(KeyCell cell, Cooldown cooldown) {
        String model = cooldown.model();
        (model == null ? releases : view(model).releases).add(cell, cooldown);
    }

    private ModelView view(String model) {
        ModelView view = models.get(model);
        if (view != null) {
            return view;
        }
        if (models.size() >= MAX_MODELS) {
            forget(models.keySet().iterator().next());
        }
        ModelView made = new ModelView(all.copy());
        models.put(model, made);
        return made;
    }

    /** Ends all cooldowns of a model, to make room: its keys come back early. */
    private void forget(String model) {
        models.remove(model);
        for (KeyCell cell : cells) {
            if (cell != null) {
                cell.endCooldowns(cooldown -> model.equals(cooldown.model()));
            }
        }
    }

    /** Takes out what is due. */
    List<Releases.Entry> due(long now) {
        List<Releases.Entry> due = new ArrayList<>(releases.due(now));
        models.values().forEach(view -> due.addAll(view.releases.due(now)));
        return due;
    }

    /** The cooldown that ends first of those that stand in the way of a call for that model. */
    Releases.@Nullable Entry firstRelease(@Nullable String model) {
        ModelView view = model == null ? null : models.get(model);
        Releases.Entry inView = view == null ? null : view.releases.first();
        if (inView != null && readyKeys > 0) {
            return inView; // keys are ready for other models: only this model's cooldowns count
        }
        return Releases.earlier(releases.first(), inView);
    }

    /** As {@link #firstRelease}, but of the cooldowns that may rest on a mistake of the provider's. */
    Releases.@Nullable Entry firstDoubtful(@Nullable String model) {
        ModelView view = model == null ? null : models.get(model);
        Releases.Entry inView = view == null ? null : view.releases.firstDoubtful();
        return inView != null && readyKeys > 0 ? inView : Releases.earlier(releases.firstDoubtful(), inView);
    }

    /** Brings the index up to date after cells were {@linkplain #refresh refreshed}. */
    void settle() {
        models.values().removeIf(view -> view.releases.first() == null);
        long next = releases.next();
        for (ModelView view : models.values()) {
            next = Math.min(next, view.releases.next());
        }
        nextRelease = Math.min(next, pauses.next());
    }

    // ------------------------------------------------------------------------------------------------ cells

    /** Repeats a cell's state. */
    void refresh(KeyCell cell) {
        if (cells[cell.slot] != cell) {
            return; // no longer a member; its slot may be another's
        }
        place(cell, cell.ready());
    }

    private void place(KeyCell cell, boolean ready) {
        if (all.contains(cell) != ready) {
            all.set(cell, ready);
            readyKeys += ready ? 1 : -1;
            plain = all.onlyRotation();
        }
        for (Map.Entry<String, ModelView> view : models.entrySet()) {
            view.getValue().lineup.set(cell, ready && !cell.modelCooldowns.containsKey(view.getKey()));
        }
    }

    /** Changes how a key is used, which may change its place. */
    void replace(KeyCell cell, Runnable change) {
        boolean wasActive = cell.active();
        place(cell, false);
        change.run();
        if (cell.disabled()) {
            pauses.add(cell);
        } else if (!wasActive && cell.active()) { // nobody waited for its cooldowns meanwhile
            cell.cooldowns().forEach(cooldown -> cooled(cell, cooldown));
        }
        refresh(cell);
    }

    /** Takes out the disabled keys whose time is over. */
    List<KeyCell> dueForEnabling(long now) {
        return pauses.due(now);
    }

    /** How many keys are ready but for single models. */
    int readyKeys() {
        return readyKeys;
    }

    /** A slot for a new cell, with room made for it. */
    int freeSlot() {
        Integer free = freeSlots.poll();
        int slot = free != null ? free : usedSlots++;
        if (slot >= cells.length) {
            int capacity = 2 * cells.length;
            cells = Arrays.copyOf(cells, capacity);
            all.grow(capacity);
            models.values().forEach(view -> view.lineup.grow(capacity));
        }
        return slot;
    }

    void add(KeyCell cell) {
        cells[cell.slot] = cell;
        if (cell.disabled()) {
            pauses.add(cell);
        }
        refresh(cell);
    }

    void remove(KeyCell cell) {
        cell.member = false;
        refresh(cell);
        cells[cell.slot] = null;
        freeSlots.add(cell.slot);
    }
}
