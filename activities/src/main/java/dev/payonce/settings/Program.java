package dev.payonce.settings;

/** The process that reads its settings. */
public enum Program {
    WORKER,
    API
}
