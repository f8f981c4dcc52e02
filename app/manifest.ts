import type { MetadataRoute } from "next";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Sqmpy",
    short_name: "Sqmpy",
    description: "Submit scripts to remote machines over SSH, watch them run, be told when they end, keep every file.",
    id: "/",
    start_url: "/jobs",
    scope: "/",
    display: "standalone",
    background_color: "#f6f4f0",
    theme_color: "#0b5d6f",
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [
      { name: "New job", url: "/jobs/new" },
      { name: "Hosts", url: "/hosts" },
    ],
  };
}
