"""Work done later is done in the thread of the test that commits.

What is to run after a moment waits in `deferred` until a test takes it from there.
"""

from content.pool import AfterCommit


class AtOnceBackend(AfterCommit):
    supports_defer = True

    def take(self, job, run_after):
        if run_after is None:
            job.run()
        else:
            deferred.append((job, run_after))


deferred = []


def run_deferred():
    """As when their moment has come; once, however often they were put off."""
    jobs = {job for job, _moment in deferred}
    deferred.clear()
    for job in jobs:
        job.run()
