package vn.antin.testbed.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of one thing over several runs, in seconds, and the amount of work of one run. */
public final class Series {
    private final String name;
    private final double work;
    private final List<Double> seconds = new ArrayList<>();

    /**
     * A series.
     *
     * @param name what was timed
     * @param work how much one run did: bytes or documents
     */
    public Series(String name, double work) {
        this.name = name;
        this.work = work;
    }

    /** Something to time. */
    public interface Task {
        void run() throws Exception;
    }

    /** Runs the task once and keeps its time. */
    public void time(Task task) throws Exception {
        long start = System.nanoTime();
        task.run();
        seconds.add((System.nanoTime() - start) / 1e9);
    }

    /** Keeps a time that was measured elsewhere. */
    public void add(double time) {
        seconds.add(time);
    }

    public String name() {
        return name;
    }

    public double median() {
        List<Double> sorted = sorted();
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }

    public double least() {
        return sorted().get(0);
    }

    public double most() {
        return sorted().get(seconds.size() - 1);
    }

    /** Work a second at the median. */
    public double rate() {
        return work / median();
    }

    private List<Double> sorted() {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        return sorted;
    }
}
