"""Lets dbt go on with its parse of an earlier version of a workspace, which lay in another folder.

Versions lie side by side, each in a folder of its own that never changes; the parse cache passes from one to the next.
All that dbt keeps in it is relative to the project, but for where seeds are: DuckDB reads their CSV files there.
"""


def follow_project():
    from dbt.parser.manifest import ManifestLoader

    read = ManifestLoader.read_manifest_for_partial_parse

    def read_here(self):
        manifest = read(self)
        for node in manifest.nodes.values() if manifest else ():
            project = self.all_projects.get(node.package_name)
            if node.resource_type == "seed" and project:
                node.root_path = str(project.project_root)
        return manifest

    ManifestLoader.read_manifest_for_partial_parse = read_here
