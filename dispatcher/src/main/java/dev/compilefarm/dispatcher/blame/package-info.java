/**
 * Whose fault a failure was: the volunteer's, the request's, or nobody's. The rule is the same for
 * every kind of failure, and it is applied after the fact.
 *
 * <ol>
 *   <li>A failure opens a <em>charge</em> against its volunteer. The job goes on to a volunteer
 *       that it has not tried and that may have its compiler. The charged volunteer is a suspect,
 *       so it is chosen last.
 *   <li>A suspect is asked with a <em>canary</em>: one line is compiled by the compiler of the job
 *       that failed there. Where that fails, the compiler that compiled there last is tried, and
 *       then those of the farm. There is one canary a volunteer at a time, and none where nothing
 *       failed. Of one that is given jobs, canaries take at most a twentieth of the time.
 *   <li>The canary's answer judges the failures that came before it was asked. A volunteer that
 *       compiles nothing is set aside, and its failures count against no request. The last ready
 *       one that has never compiled anything is not: it may only lack what others have. Where the
 *       suspect compiles, failures of that compiler count against their requests. Where it compiles
 *       only with another one, it lacks the job's compiler, which proves nothing against either.
 *       One that hangs up on everybody before it reads anything is set aside in any case.
 *   <li>A volunteer whose temporary directory did not take a file is asked at once. Until it has
 *       answered, it gets a job only where nobody else could. Where it compiles nothing, it is set
 *       aside with that as the reason.
 *   <li>A reply that the compiler crashed, or had no room for a file, is the answer where a second
 *       volunteer says so, too. The first one must not have been found to compile nothing; the
 *       answer of its canary is not awaited. Where nobody else is ready, the job runs once more
 *       where it failed, and then that reply is the answer.
 *   <li>A compiler that was killed for want of memory is charged to nobody: neither the volunteer
 *       nor the request has done wrong. The volunteer is asked all the same.
 *   <li>A request that failed at two volunteers that are well is to blame. So is one that failed at
 *       every volunteer that may have its compiler. One that has told its compilers is not asked
 *       for others. Where some of them are set aside, it may run once more where it failed. While
 *       two of its failures may be its own and are not judged, it waits.
 *   <li>A job that was done proves something against the volunteers that had failed it. Three such
 *       proofs, and no job done meanwhile, set a volunteer aside although it answers canaries. A
 *       compiler that was killed there for want of memory counts as such a failure.
 *   <li>A volunteer is set aside for half a second, for twice as long each further time, for 30 s
 *       at most. Then it is asked, and comes back when it compiles. Where no volunteer is ready,
 *       all are asked twice a second, and as soon as one is back. A job that it does restores it.
 *   <li>What the dispatcher itself broke off, or could not try, counts against nobody.
 * </ol>
 *
 * <p>The idea of judging after the fact is that of system-level diagnosis (Preparata, Metze, Chien:
 * On the Connection Assignment Problem of Diagnosable Systems, 1967): who tests and who is tested
 * may both be faulty, so only several results together convict. Pure: the caller serialises all
 * calls and brings the time in nanoseconds of one monotonic clock.
 */
package dev.compilefarm.dispatcher.blame;
