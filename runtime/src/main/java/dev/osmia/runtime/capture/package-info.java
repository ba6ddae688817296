/**
 * Packet captures: pcap and pcapng files read over memory-mapped windows without a copy per packet, and written so that no half-written
 * file is ever seen under the name that was asked for.
 *
 * <p>Sources: the PCAP and PCAPNG drafts of the IETF's opsawg (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng), pcap-savefile(5).
 */
package dev.osmia.runtime.capture;
