package io.gptload.benchmarks.load;

/** A payload, and how many keys the gateway chooses from. */
record LoadCase(Payload payload, int keys) {

    /** The group of the gateway. */
    String group() {
        return "keys-" + keys + (payload.patientProvider() ? "-patient" : "");
    }

    @Override
    public String toString() {
        return payload.id() + ", " + keys + " keys";
    }
}
