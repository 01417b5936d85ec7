package dev.payonce.servers;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The gate that each piece of data has to pass: open, open after a delay, or shut. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean open = true;
    private Duration latency = Duration.ZERO;

    void open(Duration latency) {
        lock.lock();
        try {
            this.open = true;
            this.latency = latency;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void shut() {
        lock.lock();
        try {
            open = false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the caller may go on. */
    void pass() {
        Duration wait;
        lock.lock();
        try {
            while (!open) {
                opened.awaitUninterruptibly();
            }
            wait = latency;
        } finally {
            lock.unlock();
        }
        LockSupport.parkNanos(wait.toNanos());
    }
}
