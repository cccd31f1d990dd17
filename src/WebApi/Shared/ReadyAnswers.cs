using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Shared;

/// <summary>A value to answer with, and what it depends on.</summary>
internal sealed record Answer(object Value, params IReadOnlyList<string> Tags);

/// <summary>
/// Public answers as ready-made UTF-8 JSON. An answer is made once however many ask for it at the same time, is forgotten at once
/// when something that it shows changes, and lives a minute at most, because shops open and close without an event.
/// </summary>
internal sealed class ReadyAnswers(TimeProvider clock, IOptions<JsonOptions> json)
{
    private const long MaxBytes = 48 * 1024 * 1024;
    private const int Overhead = 600;
    private const int MaxTags = 100_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(string Path, string Query), ReadyAnswer> _ready = new();
    private readonly ConcurrentDictionary<(string Path, string Query), Lazy<Task<ReadyAnswer?>>> _inTheMaking = new();
    private readonly ConcurrentDictionary<string, AnswerTag> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, bool> _stock = new();
    private readonly Lock _sweeping = new();
    private long _bytes;
    private long _time;
    private long _allForgottenAt;

    public ReadyAnswer? Find(string path, string query)
    {
        if (!_ready.TryGetValue((path, query), out var answer))
        {
            return null;
        }

        if (!answer.IsFreshAt(clock.GetUtcNow()))
        {
            Drop((path, query), answer);
            return null;
        }

        answer.IsUsed = true;
        return answer;
    }

    /// <summary>The answer to this request, made by <paramref name="make"/> when it is not ready. Null when there is nothing to show.</summary>
    public async Task<ReadyAnswer?> GetAsync(HttpRequest request, Func<CancellationToken, Task<Answer?>> make)
    {
        var key = (request.Path.Value ?? "", request.QueryString.Value ?? "");
        var fields = request.HttpContext.Features.Get<AnswerFields>(); // they are part of the query
        var making = _inTheMaking.GetOrAdd(key, k => new(() => MakeAsync(k, fields, make)));
        return await making.Value.WaitAsync(request.HttpContext.RequestAborted);
    }

    public void Forget(string tag)
    {
        var now = Interlocked.Increment(ref _time);
        if (_tags.Count >= MaxTags)
        {
            ForgetAll();
        }

        _tags.GetOrAdd(tag, _ => new()).ForgottenAt = now;
    }

    public void ForgetAll()
    {
        Volatile.Write(ref _allForgottenAt, Interlocked.Increment(ref _time));
        _ready.Clear();
        Interlocked.Exchange(ref _bytes, 0);
        _tags.Clear();
        _stock.Clear();
    }

    /// <summary>Lists show only whether there is any; a variant that was not heard of before may have changed that.</summary>
    public void StockMoved(VariantId variant, bool isAvailable)
    {
        Forget(AnswerTags.Of(variant));
        var isNews = true;
        _stock.AddOrUpdate(variant.Value, isAvailable, (_, was) =>
        {
            isNews = was != isAvailable;
            return isAvailable;
        });
        if (isNews)
        {
            Forget(AnswerTags.Products);
        }
    }

    /// <summary>Runs apart from the request that began it, so that others may wait for the result when that one goes away.</summary>
    private async Task<ReadyAnswer?> MakeAsync((string Path, string Query) key, AnswerFields? fields, Func<CancellationToken, Task<Answer?>> make)
    {
        try
        {
            await Task.Yield();
            var startedAt = Interlocked.Read(ref _time);
            using var patience = new CancellationTokenSource(Patience, clock);
            if (await make(patience.Token) is not { } made)
            {
                return null;
            }

            AnswerTag[] tags = [.. made.Tags.Select(t => _tags.GetOrAdd(t, _ => new()))];
            var options = json.Value.SerializerOptions;
            var answer = new ReadyAnswer(
                fields is null ? JsonSerializer.SerializeToUtf8Bytes(made.Value, made.Value.GetType(), options) : JsonSerializer.SerializeToUtf8Bytes(fields.Of(made.Value, options), options), tags, startedAt, clock.GetUtcNow() + Lifetime);
            Keep(key, answer, startedAt);
            return answer;
        }
        finally
        {
            _inTheMaking.TryRemove(key, out _);
        }
    }

    private void Keep((string Path, string Query) key, ReadyAnswer answer, long startedAt)
    {
        if (startedAt < Volatile.Read(ref _allForgottenAt) || !answer.IsFreshAt(clock.GetUtcNow()))
        {
            return;
        }

        if (_ready.TryGetValue(key, out var before))
        {
            Drop(key, before);
        }

        if (_ready.TryAdd(key, answer) && Interlocked.Add(ref _bytes, answer.Bytes + Overhead) > MaxBytes)
        {
            Sweep();
        }
    }

    private void Drop((string Path, string Query) key, ReadyAnswer answer)
    {
        if (_ready.TryRemove(new(key, answer)))
        {
            Interlocked.Add(ref _bytes, -(answer.Bytes + Overhead));
        }
    }

    /// <summary>Makes room: first what is stale, then what nobody asked for since the last sweep, then whatever comes first.</summary>
    private void Sweep()
    {
        if (!_sweeping.TryEnter())
        {
            return;
        }

        try
        {
            var now = clock.GetUtcNow();
            foreach (var (key, answer) in _ready)
            {
                if (!answer.IsUsed || !answer.IsFreshAt(now))
                {
                    Drop(key, answer);
                }

                answer.IsUsed = false;
            }

            foreach (var (key, answer) in _ready)
            {
                if (Interlocked.Read(ref _bytes) < MaxBytes / 4 * 3)
                {
                    return;
                }

                Drop(key, answer);
            }
        }
        finally
        {
            _sweeping.Exit();
        }
    }
}
