package io.claimflow.engine;

/**
 * What an engine has to do at a moment.
 *
 * @param running the runs under way, those that cannot be stopped among them
 * @param queued the runs that wait until they may begin
 * @param abandoned the runs that go on although their deadline has passed, since what
 * they do cannot be stopped; nobody waits for them
 * @param compilations the compilations that go on although a file took too long, since
 * the compiler cannot be stopped; nobody waits for them
 */
public record EngineLoad(int running, int queued, int abandoned, int compilations) {

}
