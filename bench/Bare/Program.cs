// What ASP.NET Core itself can do on this machine: the limit that the table of bench/run is read against. /sql is the bench's own
// view of the database that it filled.
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
app.MapPost("/sql", async (HttpRequest request, CancellationToken ct) =>
{
    using var text = new StreamReader(request.Body);
    await using var command = database.CreateCommand(await text.ReadToEndAsync(ct));
    command.CommandTimeout = 300;
    return Results.Text((await command.ExecuteScalarAsync(ct))?.ToString() ?? "", "text/plain");
});
await app.RunAsync();
