/**
 * Context structs: each field declared once, with who may read and write it, beside the accessor that engines use. To add a field,
 * add a line to the struct's table ({@link dev.osmia.runtime.context.XdpContext},
 * {@link dev.osmia.runtime.context.SocketBufferContext}) and the accessor that it names.
 */
package dev.osmia.runtime.context;
