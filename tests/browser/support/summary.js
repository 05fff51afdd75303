// One plain closing line: how many passed, how many did not.
export default class Summary {
  counts = { passed: 0, failed: 0 };

  onTestEnd(test, result) {
    if (result.status === 'skipped') return;
    this.counts[result.status === 'passed' ? 'passed' : 'failed'] += 1;
  }

  onError() {
    this.counts.failed += 1;
  }

  onEnd() {
    console.log(`${this.counts.passed} passed, ${this.counts.failed} failed`);
  }

  printsToStdio() {
    return false;
  }
}
