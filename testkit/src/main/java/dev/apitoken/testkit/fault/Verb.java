package dev.apitoken.testkit.fault;

/** What a call asks of the API server, in the words of RBAC and of the audit log. */
public enum Verb {
    get,
    list,
    watch,
    create,
    update,
    patch,
    delete,
    deletecollection,
    /** Discovery, health and versions: no object. */
    other;

    public boolean isWrite() {
        return switch (this) {
            case create, update, patch, delete, deletecollection -> true;
            case get, list, watch, other -> false;
        };
    }
}
