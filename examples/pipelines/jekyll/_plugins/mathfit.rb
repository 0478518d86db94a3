# Makes the equations fit, after every build and every rebuild of `jekyll serve`.
Jekyll::Hooks.register :site, :post_write do |site|
  system("mathfit", "apply", site.dest) or abort "mathfit apply failed"
end
