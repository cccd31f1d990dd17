using System.Globalization;
using System.Text.Json;
using Marketplace.ConformanceHost;
using Marketplace.Testing;
using Npgsql;

// The identity server (and an app that signs in at another one) as the conformance runner needs them: a fresh database, the
// runner's clients and people, and a clock that can be moved on. The first line of the input describes what to start; then
// "advance SECONDS" moves the clock, and the end of the input ends the process. Every line is answered by one line.
var wanted = JsonSerializer.Deserialize<Wanted>(await Console.In.ReadLineAsync() ?? "{}", JsonSerializerOptions.Web)!;
var postgres = await PostgresServer.SharedAsync();
var connectionString = await postgres.CreateDatabaseAsync("conformance");
var clock = new MovableClock();
await using (var identity = await IdentityHost.StartAsync(connectionString, wanted, clock))
await using (var app = wanted.Provider is { } provider ? await AppHost.StartAsync(connectionString, provider, clock) : null)
{
    await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { issuer = identity.Url, app = app?.Url }));
    while (await Console.In.ReadLineAsync() is { } line)
    {
        switch (line.Split(' ', 2))
        {
            case ["advance", var seconds]:
                clock.Advance(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
                await Console.Out.WriteLineAsync("ok");
                break;
            case ["fault", var name]:
                Faults.Choose(name);
                await Console.Out.WriteLineAsync("ok");
                break;
            default:
                throw new InvalidOperationException($"What does \"{line}\" mean?");
        }
    }
}

await postgres.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!);
