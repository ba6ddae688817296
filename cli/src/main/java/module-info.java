/** The command line of Osmia. */
module dev.osmia.cli {
    requires dev.osmia.jit;
    requires dev.osmia.kernel;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires org.slf4j;
    requires tools.jackson.databind;

    opens dev.osmia.cli to
            info.picocli;
}
