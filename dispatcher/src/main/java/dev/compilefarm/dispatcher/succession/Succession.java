package dev.compilefarm.dispatcher.succession;

/** What a dispatcher that was told to end knows of who comes after it. For any thread. */
public interface Succession {

  /** Nobody is known to come: there is nothing to wait for. */
  Succession NONE =
      new Succession() {
        @Override
        public void begin() {
          // There is nothing to know.
        }

        @Override
        public void await() {
          // At once.
        }

        @Override
        public boolean endsAll() {
          return false;
        }
      };

  /** To be called when the dispatcher starts. Blocks for some seconds at the longest. */
  void begin();

  /**
   * Blocks until this dispatcher may close its ports, some minutes at the longest.
   *
   * @throws InterruptedException where the thread was interrupted meanwhile
   */
  void await() throws InterruptedException;

  /**
   * Whether no volunteer will come any more, since the farm itself is gone or its namespace is
   * going. Blocks for some seconds at the longest, while the API server is asked.
   */
  boolean endsAll();
}
