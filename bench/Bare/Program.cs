// What ASP.NET Core itself can do on this machine: the limit that the tables of bench/run are read against.
using System.Text;
using Npgsql;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using var database = NpgsqlDataSource.Create(
    builder.Configuration.GetConnectionString("Marketplace") ?? throw new InvalidOperationException("ConnectionStrings:Marketplace is not set."));
await using (var prepare = database.CreateCommand("""
    CREATE TABLE IF NOT EXISTS bare (id int PRIMARY KEY, body text NOT NULL);
    INSERT INTO bare SELECT n, repeat('x', 2000) FROM generate_series(1, 10000) n ON CONFLICT DO NOTHING
    """))
{
    await prepare.ExecuteNonQueryAsync();
}

var list = Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', Enumerable.Range(1, 20).Select(n => $$"""{"id":{{n}},"name":"{{new string('x', 200)}}"}"""))}}]}""");
var app = builder.Build();
app.MapGet("/health/ready", () => "ready");
app.MapGet("/list", () => Results.Bytes(list, "application/json"));
app.MapGet("/detail/{id:int}", async (int id, CancellationToken ct) =>
{
    await using var command = database.CreateCommand("SELECT body FROM bare WHERE id = $1");
    command.Parameters.AddWithValue(id);
    return Results.Text((string)(await command.ExecuteScalarAsync(ct))!, "application/json");
});
await app.RunAsync();
