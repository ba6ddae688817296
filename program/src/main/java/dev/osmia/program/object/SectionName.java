package dev.osmia.program.object;

import dev.osmia.program.ProgramType;

/**
 * What a section's name says about the programs in it.
 *
 * @param type what they hook into
 * @param attachType the {@code enum bpf_attach_type} that they expect, as the UAPI names it; empty where they expect none
 * @param sleepable whether they may sleep ({@code .s})
 * @param fragments whether they handle packets in fragments ({@code xdp.frags})
 * @param autoload whether they are loaded with their object; not where the name starts with {@code ?}
 */
public record SectionName(ProgramType type, String attachType, boolean sleepable, boolean fragments, boolean autoload) {

    SectionName withoutAutoload() {
        return new SectionName(type, attachType, sleepable, fragments, false);
    }
}
