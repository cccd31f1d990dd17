using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Infrastructure.Migrations;

/// <summary>What EF Core cannot express: the <c>Schema.sql</c> of each feature, with its constraints, triggers and search columns.</summary>
[DbContext(typeof(MarketplaceDbContext))]
[Migration("20260101000001_FeatureScripts")]
public sealed class FeatureScripts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var script in SchemaMigrator.FeatureScripts())
        {
            migrationBuilder.Sql(script);
        }
    }

    /// <summary>Going back means going back to nothing: the first migration drops the tables, and with them what the scripts added.</summary>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
    }
}
