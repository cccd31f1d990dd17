using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Keeps each line as it is written, with its exception and its scopes.</summary>
internal sealed class LogCollector(ConcurrentQueue<string> lines) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Collector(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Collector(LogCollector owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => owner._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string?>();
            owner._scopes.ForEachScope((scope, found) => found.Add(scope?.ToString()), scopes);
            owner.Lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception} {string.Join(' ', scopes)}");
        }
    }

    private ConcurrentQueue<string> Lines => lines;
}
