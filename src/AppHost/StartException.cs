namespace Marketplace.AppHost;

/// <summary>The marketplace cannot start or go on; the message is one sentence for the person at the terminal.</summary>
internal sealed class StartException(string message) : Exception(message);
