using System.Diagnostics;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Waits for what happens after the answer: reactions, mails, live messages.</summary>
public static class Eventually
{
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isThere, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(20);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (isThere(value))
            {
                return value;
            }

            Assert.True(waited.Elapsed < limit, $"Still {value} after {limit}.");
            await Task.Delay(25);
        }
    }

    public static Task TrueAsync(Func<Task<bool>> holds, TimeSpan? within = null) => GetAsync(holds, value => value, within);

    public static Task TrueAsync(Func<bool> holds, TimeSpan? within = null) => TrueAsync(() => Task.FromResult(holds()), within);
}
