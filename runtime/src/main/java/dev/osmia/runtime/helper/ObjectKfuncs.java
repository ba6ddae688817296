package dev.osmia.runtime.helper;

import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Flag;
import dev.osmia.program.contract.KfuncArgument.Kind;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.contract.KfuncContract.Returns;

/** Kfuncs that allocate objects, and that keep them in lists and red-black trees. Programs that call them can be verified, but not run yet. */
final class ObjectKfuncs {
    private static final KfuncArgument META = KfuncArgument.of("meta", Kind.IGNORED);
    private static final KfuncArgument LOCAL_TYPE = KfuncArgument.of("local_type_id", Kind.SCALAR, Flag.CONSTANT);
    private static final KfuncArgument HEAD = KfuncArgument.of("head", Kind.LIST_HEAD);
    private static final KfuncArgument ROOT = KfuncArgument.of("root", Kind.RB_ROOT);
    private static final KfuncArgument TREE_NODE = KfuncArgument.of("node", Kind.RB_NODE);
    private static final KfuncArgument OFFSET = KfuncArgument.of("off", Kind.SCALAR);
    private static final Returns OBJECT = new Returns(Returns.Kind.ALLOCATED_OBJECT, "", 0);
    private static final Returns NODE = new Returns(Returns.Kind.GRAPH_NODE, "", 0);

    private ObjectKfuncs() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareObjects(catalog);
        declareLists(catalog);
        declareTrees(catalog);
    }

    private static KfuncDeclaration kfunc(HelperCatalog.Builder catalog, String name) {
        return catalog.kfunc(name).programs(ControlKfuncs.GENERIC).flags(KfuncContract.Flag.TRUSTED_ARGS);
    }

    private static void declareObjects(HelperCatalog.Builder catalog) {
        for (var name : new String[] {"bpf_obj_new_impl", "bpf_percpu_obj_new_impl"}) {
            kfunc(catalog, name)
                    .flags(KfuncContract.Flag.ACQUIRE, KfuncContract.Flag.RET_NULL)
                    .returns(OBJECT)
                    .takes(LOCAL_TYPE, META)
                    .unimplemented();
        }
        for (var name : new String[] {"bpf_obj_drop_impl", "bpf_percpu_obj_drop_impl"}) {
            kfunc(catalog, name)
                    .flags(KfuncContract.Flag.RELEASE)
                    .takes(KfuncArgument.of("p", Kind.ALLOCATED_OBJECT), META)
                    .unimplemented();
        }
        kfunc(catalog, "bpf_refcount_acquire_impl")
                .flags(KfuncContract.Flag.ACQUIRE, KfuncContract.Flag.RET_NULL, KfuncContract.Flag.RCU)
                .returns(OBJECT)
                .takes(KfuncArgument.of("p", Kind.REFCOUNTED_KPTR), META)
                .unimplemented();
    }

    private static void declareLists(HelperCatalog.Builder catalog) {
        for (var name : new String[] {"bpf_list_push_front_impl", "bpf_list_push_back_impl"}) {
            kfunc(catalog, name)
                    .returns(Returns.INT)
                    .takes(HEAD, KfuncArgument.of("node", Kind.LIST_NODE), META, OFFSET)
                    .unimplemented();
        }
        for (var name : new String[] {"bpf_list_pop_front", "bpf_list_pop_back"}) {
            kfunc(catalog, name)
                    .flags(KfuncContract.Flag.ACQUIRE, KfuncContract.Flag.RET_NULL)
                    .returns(NODE)
                    .takes(HEAD)
                    .unimplemented();
        }
        for (var name : new String[] {"bpf_list_front", "bpf_list_back"}) {
            kfunc(catalog, name)
                    .flags(KfuncContract.Flag.RET_NULL)
                    .returns(NODE)
                    .takes(HEAD)
                    .unimplemented();
        }
    }

    private static void declareTrees(HelperCatalog.Builder catalog) {
        kfunc(catalog, "bpf_rbtree_add_impl")
                .returns(Returns.INT)
                .takes(ROOT, TREE_NODE, KfuncArgument.of("less", Kind.CALLBACK), META, OFFSET)
                .effects(Effect.CALLS_BACK)
                .unimplemented();
        kfunc(catalog, "bpf_rbtree_remove")
                .flags(KfuncContract.Flag.ACQUIRE, KfuncContract.Flag.RET_NULL)
                .returns(NODE)
                .takes(ROOT, TREE_NODE)
                .unimplemented();
        for (var name : new String[] {"bpf_rbtree_first", "bpf_rbtree_root"}) {
            kfunc(catalog, name)
                    .flags(KfuncContract.Flag.RET_NULL)
                    .returns(NODE)
                    .takes(ROOT)
                    .unimplemented();
        }
        for (var name : new String[] {"bpf_rbtree_left", "bpf_rbtree_right"}) {
            kfunc(catalog, name)
                    .flags(KfuncContract.Flag.RET_NULL)
                    .returns(NODE)
                    .takes(ROOT, TREE_NODE)
                    .unimplemented();
        }
    }
}
